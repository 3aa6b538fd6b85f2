/// The version of the package, as reports have it.
public enum Version {
  public static let current = "0.1.0"
}
