extension LaboratoryPage {
  /// One column of a book's measure, figures as wide as the text, tables that print on one page.
  static let style = """

    :root { color-scheme: light; }
    * { box-sizing: border-box; }
    body { margin: 0; background: #fff; color: #1c1c1c;
      font: 17px/1.55 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "DejaVu Serif", \
      serif; }
    main { max-width: 760px; margin: 0 auto; padding: 56px 24px 72px; }
    h1 { font-size: 34px; line-height: 1.2; margin: 0 0 16px; }
    h2 { font-size: 23px; line-height: 1.25; margin: 64px 0 10px; padding-top: 14px;
      border-top: 1px solid #d4d4d4; }
    .id { color: #6b7280; font-weight: 400; margin-right: 6px; }
    .lead { color: #333; }
    .statement { font-style: italic; font-size: 18px; margin: 0 0 6px; }
    .source { color: #6b7280; font-size: 15px; margin: 0 0 14px; }
    p { margin: 0 0 12px; hyphens: auto; }
    figure { margin: 22px 0; }
    figure svg { display: block; width: 100%; height: auto; }
    figcaption { color: #444; font-size: 15px; line-height: 1.45; margin-top: 4px; }
    table { border-collapse: collapse; width: 100%; margin: 18px 0; font-size: 14.5px;
      line-height: 1.4; }
    th, td { text-align: left; vertical-align: top; padding: 6px 10px 6px 0;
      border-bottom: 1px solid #e5e5e5; }
    th { font-weight: 600; border-bottom: 1.5px solid #777; }
    .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    td.number + td.reason, th.number + th { padding-left: 10px; }
    .reason { color: #555; }
    .contents td:first-child { white-space: nowrap; }
    .contents td:last-child { white-space: nowrap; }
    .remark { border-left: 3px solid #d4d4d4; padding-left: 14px; }
    .reservation { border-color: #d98200; }
    ul { margin: 0 0 12px; padding-left: 20px; } li { margin-bottom: 8px; }
    .verdict { font-weight: 600; }
    .holds { color: #00704f; }
    .fails, .outside td { color: #b34700; }
    sup, sub { line-height: 0; font-size: 0.75em; }
    a { color: #0072B2; text-decoration: none; }
    code { font-size: 0.88em; }
    footer { margin-top: 72px; padding-top: 14px; border-top: 1px solid #d4d4d4; color: #555;
      font-size: 14.5px; }
    @media print {
      body { font-size: 11pt; } main { max-width: none; padding: 0; }
      figure, tr, h2 { break-inside: avoid; } h2 { break-after: avoid; }
    }

    """
}
