internal import LowRankIO

extension ReportPage {
  /// One column, system fonts, legible in print and on a dark screen's light page.
  static let style = """

    :root { color-scheme: light; }
    * { box-sizing: border-box; }
    body { margin: 0; background: #fafaf9; color: #222;
      font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
    main { max-width: 780px; margin: 0 auto; padding: 48px 24px 64px; }
    .kicker { margin: 0; color: #6b7280; font-size: 14px; }
    h1 { margin: 4px 0 8px; font-size: 30px; line-height: 1.2; overflow-wrap: anywhere; }
    h2 { margin: 40px 0 12px; font-size: 18px; }
    .lead { margin: 0; color: #444; }
    .cards { display: grid; gap: 12px; margin: 28px 0 0;
      grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); }
    .cards div { background: #fff; border: 1px solid #e5e7eb; border-radius: 8px;
      padding: 12px 16px; }
    dt { color: #6b7280; font-size: 13px; }
    dd { margin: 2px 0 0; font-size: 22px; font-weight: 600; line-height: 1.25; }
    dd small { display: block; color: #6b7280; font-size: 13px; font-weight: 400;
      margin-top: 4px; }
    .warnings { border-left: 4px solid #D55E00; background: #fff; margin: 24px 0 0;
      padding: 12px 20px; }
    .warnings h2 { margin: 0 0 4px; font-size: 16px; }
    .warnings ul { margin: 0; padding-left: 20px; }
    figure { margin: 0; background: #fff; border: 1px solid #e5e7eb; border-radius: 8px;
      padding: 16px; }
    figure svg { display: block; width: 100%; height: auto; }
    figcaption { color: #6b7280; font-size: 13px; margin-top: 8px; }
    table { border-collapse: collapse; width: 100%; font-size: 14px;
      font-variant-numeric: tabular-nums; background: #fff; }
    th, td { padding: 5px 12px; border-bottom: 1px solid #e5e7eb; text-align: right; }
    thead th { color: #6b7280; font-weight: 500; }
    .facts th { text-align: left; font-weight: 500; width: 40%; }
    .facts td { text-align: left; overflow-wrap: anywhere; }
    .chosen td { background: #e6f4ef; font-weight: 600; }
    details { margin-top: 40px; }
    summary { cursor: pointer; color: #0072B2; }
    pre { overflow-x: auto; background: #fff; border: 1px solid #e5e7eb; border-radius: 8px;
      padding: 16px; font-size: 13px; }
    @media print { body { background: #fff; } main { padding: 0; } }

    """
}
