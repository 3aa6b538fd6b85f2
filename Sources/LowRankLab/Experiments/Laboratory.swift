/// The claims that the laboratory can run.
public enum Laboratory {
  /// Every claim at the given size, in the order of the page.
  public static func claims(_ extent: Extent = .quick) -> [any Claim] {
    [
      SmallStart(extent),
      TwoCompletions(extent),
      StartBasin(extent),
      GreedyPath(extent),
      Depth(extent),
      BalancedDescent(extent),
      ExcessRank(extent),
      ImbalanceRate(extent),
      OneChange(extent),
      BalancedFactors(extent),
      ShortestPath(extent),
      Landscape(extent),
      DiagonalNetworks(extent),
      Parsimony(extent),
      ThreeWays(extent),
      OverRankTrap(extent),
      Oversampling(extent),
    ]
  }

  /// The claim with this id, whatever its case.
  public static func claim(_ id: String, _ extent: Extent = .quick) -> (any Claim)? {
    claims(extent).first { $0.id.lowercased() == id.lowercased() }
  }
}
