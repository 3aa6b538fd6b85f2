/// What `COLUMNS=80 lowrank VERB --help` prints, word for word: an option appears here once it
/// works.
enum HelpTexts {
  /// Every verb with its text; the command itself has none.
  static let all: [(verb: [String], text: String)] = [
    ([], lowrank), (["complete"], complete), (["sense"], sense), (["factor"], factor),
    (["predict"], predict), (["certify"], certify), (["check"], check), (["convert"], convert),
    (["lab"], lab), (["lab", "run"], labRun), (["lab", "list"], labList),
  ]

  static let lowrank = #"""
    OVERVIEW: Recover a low-rank matrix from part of it, without being told the
    rank.

    Exit codes: 0 done and trustworthy by its own report; 2 finished and written,
    but not trustworthy (the summary says why); 64 usage; 65 bad data; 66 cannot
    open input; 73 cannot write output; 130 interrupted.

    USAGE: lowrank <subcommand>

    OPTIONS:
      --version               Show the version.
      -h, --help              Show help information.

    SUBCOMMANDS:
      complete                Fill the missing entries of a table; rank unknown.
      sense                   Recover a matrix from linear measurements; rank
                              unknown.
      factor                  Factor a fully observed, noisy matrix; rank unknown.
      predict                 Predict cells with a saved model.
      certify                 How good is this answer, whoever computed it?
      check                   Look before you solve: shape, gaps, budget, dangers.
      convert                 Turn a matrix with gaps from one form into another.
      lab                     Run the claims of theory and compare them with what
                              happens.

      See 'lowrank help <subcommand>' for detailed help.

    """#

  static let complete = #"""
    OVERVIEW: Fill the missing entries of a table; rank unknown.

    DATA is a wide table (.csv, .tsv, with gaps), a list of triplets `row col
    value`, a NumPy matrix (.npy, NaN = gap) or archive (.npz), or a Matrix Market
    file (.mtx); .gz is read, and - is standard input.

    USAGE: lowrank complete [<options>] <data>

    ARGUMENTS:
      <data>                  The observed part of the matrix.

    OPTIONS:
      --form <form>           Form of DATA: wide, triplets, npy, npz, mtx (default:
                              detected). (values: wide, triplets, npy, npz, mtx)
      --header/--no-header    Whether the first line names the columns (default:
                              detected).
      --index-columns <count> How many columns in front name the rows (default:
                              detected).
      --index-column/--no-index-column
                              Whether the first column names the rows:
                              --index-columns 1, or 0.
      --missing <tokens>      What stands for a gap beside blank, NA, NaN, null and
                              ?, with commas between several; 'none': blanks alone.
                              May be repeated.
      --duplicates <duplicates>
                              Triplets with the same row and column: error, mean or
                              last. (values: error, mean, last; default: error)
      --fourth-field <fourth-field>
                              A fourth field of triplets: ignore, weight or sigma.
                              (values: ignore, weight, sigma; default: ignore)
      --weights <file>        Table of weights, one per cell of DATA, larger for
                              more certain cells.
      --sigma <file>          Table of standard deviations, one per cell of DATA;
                              weights are their inverse squares.
      --fold <N>              Fold every column of a time series into rows of N
                              consecutive cells, such as days.
      --rank <K>              This rank (default: chosen by held-out error).
      --max-rank <K>          No rank above this (default: no cap but the data's).
      --tolerance <share>     Relative residual that counts as an exact fit.
                              (default: 1e-09)
      --iterations <count>    At most this many sweeps and inner iterations.
      --time-limit <seconds>  Stop at the next rank after this long.
      --holdout-fraction <share>
                              Share of the data hidden in each fold. (default: 0.1)
      --holdout <pattern>     How cells are hidden to measure the error: auto (as
                              the gaps are), entry, row, column, block=N or tail=N
                              (N consecutive cells of a column). (default: auto)
      --link <link>           none, log, log1p, sqrt, logit=LO:HI or box=LO:HI: in
                              what units the matrix is low-rank. (default: none)
      --center/--no-center    Whether to fit row and column effects (default:
                              chosen by held-out error).
      --resume <file>         Go on from a checkpoint of the same data and options;
                              the result is that of a search never interrupted.
      --method <method>       pursuit: exact fits only; variational: no search for
                              an exact fit (default: both); or, for study, one run
                              of greedy, descent, scaled, modified, flow, sgd, als,
                              irls, nuclear. (values: pursuit, variational, greedy,
                              descent, scaled, modified, flow, sgd, als, irls,
                              nuclear)
      --factorization <form>  What is varied: asymmetric (U Vᵀ), symmetric (U Uᵀ),
                              hermitian (U Uᴴ, complex: `sense` alone) or deep=L (L
                              layers; default: what suits the data).
      --init <start>          Where a study begins: gaussian, spectral, zero or
                              orthogonal (default: what suits the method). (values:
                              gaussian, spectral, zero, orthogonal)
      --init-scale <size>     Size of the start, in a table of unit root mean
                              square (default: 0.001; deep: 1).
      --step <size>           Step size in such a table, or auto: chosen at every
                              step (default: auto).
      --width <K>             Columns of the factors (default: --rank, or at most
                              10).
      -o, --output <file>     The filled table; its form from its extension: .csv,
                              .tsv, .npy, .mtx, or .npz for a model.
      --intervals <level>     Write the bounds of prediction intervals of this
                              level beside the output.
      --model <file.npz>      The model, which `predict` and NumPy read.
      --report <file>         A report for people (.html) or programs (.json); may
                              be given twice.
      --trace <file.csv>      One line per rank tried.
      --checkpoint <file>     Where the search has come to, kept up to date and
                              written when it is interrupted; --resume goes on from
                              it.
      --progress <progress>   Progress on stderr: auto (on a terminal), json (one
                              object a line) or none. (values: auto, json, none;
                              default: auto)
      --seed <N>              Seed of everything random; the same seed gives the
                              same bits. (default: 1)
      --threads <N>           Threads to use (default: all). The result does not
                              depend on it.
      --json                  Print one JSON object on stdout instead of the
                              summary.
      -q, --quiet             No summary and no progress.
      -v, --verbose           One line per rank tried on stderr.
      --version               Show the version.
      -h, --help              Show help information.


    """#

  static let sense = #"""
    OVERVIEW: Recover a matrix from linear measurements; rank unknown.

    MEASUREMENTS is a .npz archive with y and A (p × m × n), A_packed (p ×
    n(n+1)/2), a and b (rank one), or i and j (entries), and sigma or w where some
    are more accurate; measurements of a quantum state as JSON or lines:
    expectations `XIZ 0.25` (and their sigma), counts of +1 and −1 `XIZ 630 370`,
    or counts of every outcome `XYZ 011 42`; or lines `point point distance`. - is
    standard input.

    The result is the matrix, in full as .npy, .csv or .tsv, by its factors as
    .npz. Of a quantum state it is the density matrix (.npy, complex, or .npz, real
    and imaginary); of distances the Gram matrix of the centred points, and `left`
    of the .npz holds the points; --distances writes all distances between them.

    USAGE: lowrank sense [<options>] <measurements>

    ARGUMENTS:
      <measurements>          What was measured.

    OPTIONS:
      --fourth-field <fourth-field>
                              A fourth field of distances: ignore, weight or sigma.
                              (values: ignore, weight, sigma; default: ignore)
      --weights <file>        Weights of the measurements of a .npz, one for each,
                              larger for more certain ones: .npy or one number a
                              line.
      --sigma <file>          Standard deviations of the same; weights are their
                              inverse squares.
      --sphere-radius <R>     Distances are along great circles of a sphere of this
                              radius, in their unit (default: straight).
      --rank <K>              This rank (default: chosen by held-out error).
      --max-rank <K>          No rank above this (default: no cap but the data's).
      --tolerance <share>     Relative residual that counts as an exact fit.
                              (default: 1e-09)
      --iterations <count>    At most this many sweeps and inner iterations.
      --time-limit <seconds>  Stop at the next rank after this long.
      --holdout-fraction <share>
                              Share of the data hidden in each fold. (default: 0.1)
      --method <method>       pursuit: exact fits only; variational: no search for
                              an exact fit (default: both); or, for study, one run
                              of greedy, descent, scaled, modified, flow, sgd, als,
                              irls, nuclear. (values: pursuit, variational, greedy,
                              descent, scaled, modified, flow, sgd, als, irls,
                              nuclear)
      --factorization <form>  What is varied: asymmetric (U Vᵀ), symmetric (U Uᵀ),
                              hermitian (U Uᴴ, complex: `sense` alone) or deep=L (L
                              layers; default: what suits the data).
      --init <start>          Where a study begins: gaussian, spectral, zero or
                              orthogonal (default: what suits the method). (values:
                              gaussian, spectral, zero, orthogonal)
      --init-scale <size>     Size of the start, in a table of unit root mean
                              square (default: 0.001; deep: 1).
      --step <size>           Step size in such a table, or auto: chosen at every
                              step (default: auto).
      --width <K>             Columns of the factors (default: --rank, or at most
                              10).
      -o, --output <file>     The result; its form from its extension (see above).
      --report <file>         A report for people (.html) or programs (.json); may
                              be given twice.
      --intervals <level>     Level of the reported intervals of further
                              measurements. (default: 0.9)
      --distances <file>      All distances between the points: .csv or .tsv with
                              names, or .npy.
      --trace <file.csv>      One line per rank tried.
      --checkpoint <file>     Where the search has come to, kept up to date and
                              written when it is interrupted; --resume goes on from
                              it.
      --resume <file>         Go on from a checkpoint of the same measurements and
                              options; the result is that of a search never
                              interrupted.
      --seed <N>              Seed of everything random; the same seed gives the
                              same bits. (default: 1)
      --threads <N>           Threads to use (default: all). The result does not
                              depend on it.
      --json                  Print one JSON object on stdout instead of the
                              summary.
      -q, --quiet             No summary and no progress.
      -v, --verbose           One line per rank tried on stderr.
      --version               Show the version.
      -h, --help              Show help information.


    """#

  static let factor = #"""
    OVERVIEW: Factor a fully observed, noisy matrix; rank unknown.

    MATRIX is a wide table (.csv, .tsv), a NumPy matrix (.npy) or archive (.npz)
    without gaps; .gz is read, and - is standard input. The rank is chosen by the
    error on cells hidden in turn.

    The result is a model (.npz) of factors and effects, which `predict` and NumPy
    read.

    USAGE: lowrank factor [<options>] <matrix>

    ARGUMENTS:
      <matrix>                The matrix, every cell of it.

    OPTIONS:
      --center/--no-center    Whether to fit row and column effects (default:
                              chosen by held-out error).
      --rank <K>              This rank (default: chosen by held-out error).
      --max-rank <K>          No rank above this (default: no cap but the data's).
      --tolerance <share>     Relative residual that counts as an exact fit.
                              (default: 1e-09)
      --iterations <count>    At most this many sweeps and inner iterations.
      --time-limit <seconds>  Stop at the next rank after this long.
      --holdout-fraction <share>
                              Share of the data hidden in each fold. (default: 0.1)
      --method <method>       pursuit: exact fits only; variational: no search for
                              an exact fit (default: both); or, for study, one run
                              of greedy, descent, scaled, modified, flow, sgd, als,
                              irls, nuclear. (values: pursuit, variational, greedy,
                              descent, scaled, modified, flow, sgd, als, irls,
                              nuclear)
      --factorization <form>  What is varied: asymmetric (U Vᵀ), symmetric (U Uᵀ),
                              hermitian (U Uᴴ, complex: `sense` alone) or deep=L (L
                              layers; default: what suits the data).
      --init <start>          Where a study begins: gaussian, spectral, zero or
                              orthogonal (default: what suits the method). (values:
                              gaussian, spectral, zero, orthogonal)
      --init-scale <size>     Size of the start, in a table of unit root mean
                              square (default: 0.001; deep: 1).
      --step <size>           Step size in such a table, or auto: chosen at every
                              step (default: auto).
      --width <K>             Columns of the factors (default: --rank, or at most
                              10).
      -o, --output <file>     The result; its form from its extension (see above).
      --report <file>         A report for people (.html) or programs (.json); may
                              be given twice.
      --seed <N>              Seed of everything random; the same seed gives the
                              same bits. (default: 1)
      --threads <N>           Threads to use (default: all). The result does not
                              depend on it.
      --json                  Print one JSON object on stdout instead of the
                              summary.
      -q, --quiet             No summary and no progress.
      -v, --verbose           One line per rank tried on stderr.
      --version               Show the version.
      -h, --help              Show help information.


    """#

  static let predict = #"""
    OVERVIEW: Predict cells with a saved model.

    PAIRS has one `row column` a line, by name where the model has names and else
    by number from 0; further fields are ignored, and - is standard input. The
    answer repeats each pair with its prediction.

    Or, in place of PAIRS: --rows with a table of rows that the model has never
    seen, each filled from the cells that it has; or --top N, for the N best
    columns of every row.

    USAGE: lowrank predict <model> [<pairs>] [--rows <file>] [--top <N>] [--except <file>] \#
    [--output <file.csv>]

    ARGUMENTS:
      <model>                 A model that `complete --model` wrote (.npz).
      <pairs>                 The cells asked for.

    OPTIONS:
      --rows <file>           A wide table of new rows. Columns go by name where
                              both have names, else in order.
      --top <N>               The N largest predictions of every row, the largest
                              first.
      --except <file>         Pairs that --top leaves out: the list of triplets
                              that the model was made from, for instance.
      -o, --output <file.csv> Where the predictions go (default: stdout).
      --version               Show the version.
      -h, --help              Show help information.


    """#

  static let certify = #"""
    OVERVIEW: How good is this answer, whoever computed it?

    MODEL is a model that `complete`, `sense` or `factor` wrote (.npz), any `left`
    (m × k) and `right` (n × k) with the matrix left · rightᵀ (.npz), `real` and
    `imaginary` of a quantum state (.npz), or a full matrix (.npy). DATA is what
    `complete`, `factor` or `sense` read. Where both have names, they decide which
    row is which.

    Checked, from MODEL and DATA alone: do the data determine a matrix of this rank
    near this one? Is it a local minimum of the misfit at its rank, or is there a
    way down? With --strength: how far is it from the best matrix of any rank under
    that penalty? A positive semidefinite matrix is compared with those of every
    rank.

    Exit codes: 0 certified; 2 not certified (the summary says why); others as for
    every verb.

    USAGE: lowrank certify [<options>] <model> <data>

    ARGUMENTS:
      <model>                 The answer.
      <data>                  The data that it is an answer to.

    OPTIONS:
      --kind <verb>           What DATA is: complete (a table with gaps), factor
                              (one without), or sense (measurements; needed for
                              distances) (default: detected). (values: complete,
                              factor, sense)
      --tolerance <share>     Relative residual that counts as an exact fit.
                              (default: 1e-09)
      --strength <L>          Judge as a minimum of ½‖misfit‖² + L · nuclear norm,
                              or of a ridge L on balanced factors.
      --sphere-radius <R>     Distances are along great circles of a sphere of this
                              radius, in their unit (default: straight).
      --form <form>           Form of DATA: wide, triplets, npy, npz, mtx (default:
                              detected). (values: wide, triplets, npy, npz, mtx)
      --header/--no-header    Whether the first line names the columns (default:
                              detected).
      --index-columns <count> How many columns in front name the rows (default:
                              detected).
      --index-column/--no-index-column
                              Whether the first column names the rows:
                              --index-columns 1, or 0.
      --missing <tokens>      What stands for a gap beside blank, NA, NaN, null and
                              ?, with commas between several; 'none': blanks alone.
                              May be repeated.
      --duplicates <duplicates>
                              Triplets with the same row and column: error, mean or
                              last. (values: error, mean, last; default: error)
      --fourth-field <fourth-field>
                              A fourth field of triplets: ignore, weight or sigma.
                              (values: ignore, weight, sigma; default: ignore)
      --weights <file>        Table of weights, one per cell of DATA, larger for
                              more certain cells.
      --sigma <file>          Table of standard deviations, one per cell of DATA;
                              weights are their inverse squares.
      --fold <N>              Fold every column of a time series into rows of N
                              consecutive cells, such as days.
      --seed <N>              Seed of everything random; the same seed gives the
                              same bits. (default: 1)
      --threads <N>           Threads to use (default: all). The result does not
                              depend on it.
      --json                  Print one JSON object on stdout instead of the
                              summary.
      -q, --quiet             No summary and no progress.
      -v, --verbose           One line per rank tried on stderr.
      --version               Show the version.
      -h, --help              Show help information.


    """#

  static let check = #"""
    OVERVIEW: Look before you solve: shape, gaps, budget, dangers.

    DATA is what `complete` reads, under the same options. Nothing is solved.

    Exit codes: 0 nothing speaks against completing it; 2 there are warnings;
    others as for every verb.

    USAGE: lowrank check [<options>] <data>

    ARGUMENTS:
      <data>                  The observed part of a matrix.

    OPTIONS:
      --form <form>           Form of DATA: wide, triplets, npy, npz, mtx (default:
                              detected). (values: wide, triplets, npy, npz, mtx)
      --header/--no-header    Whether the first line names the columns (default:
                              detected).
      --index-columns <count> How many columns in front name the rows (default:
                              detected).
      --index-column/--no-index-column
                              Whether the first column names the rows:
                              --index-columns 1, or 0.
      --missing <tokens>      What stands for a gap beside blank, NA, NaN, null and
                              ?, with commas between several; 'none': blanks alone.
                              May be repeated.
      --duplicates <duplicates>
                              Triplets with the same row and column: error, mean or
                              last. (values: error, mean, last; default: error)
      --fourth-field <fourth-field>
                              A fourth field of triplets: ignore, weight or sigma.
                              (values: ignore, weight, sigma; default: ignore)
      --weights <file>        Table of weights, one per cell of DATA, larger for
                              more certain cells.
      --sigma <file>          Table of standard deviations, one per cell of DATA;
                              weights are their inverse squares.
      --fold <N>              Fold every column of a time series into rows of N
                              consecutive cells, such as days.
      --json                  Print one JSON object on stdout instead of the
                              summary.
      -q, --quiet             No summary: the exit code alone.
      --version               Show the version.
      -h, --help              Show help information.


    """#

  static let convert = #"""
    OVERVIEW: Turn a matrix with gaps from one form into another.

    IN is what `complete` reads. OUT takes its form from its extension: .csv and
    .tsv are wide tables, .txt triplets with tabs, .npy the full matrix with NaN
    for a gap, .npz `values` and `mask`, .mtx Matrix Market. Names of rows and
    columns are kept where the form has room for them: in wide tables and triplets.

    USAGE: lowrank convert [<options>] <input> <output>

    ARGUMENTS:
      <input>                 The matrix to read.
      <output>                The file to write.

    OPTIONS:
      --triplets              Triplets, whatever the extension: also .csv and .tsv.
      --form <form>           Form of DATA: wide, triplets, npy, npz, mtx (default:
                              detected). (values: wide, triplets, npy, npz, mtx)
      --header/--no-header    Whether the first line names the columns (default:
                              detected).
      --index-columns <count> How many columns in front name the rows (default:
                              detected).
      --index-column/--no-index-column
                              Whether the first column names the rows:
                              --index-columns 1, or 0.
      --missing <tokens>      What stands for a gap beside blank, NA, NaN, null and
                              ?, with commas between several; 'none': blanks alone.
                              May be repeated.
      --duplicates <duplicates>
                              Triplets with the same row and column: error, mean or
                              last. (values: error, mean, last; default: error)
      --fourth-field <fourth-field>
                              A fourth field of triplets: ignore, weight or sigma.
                              (values: ignore, weight, sigma; default: ignore)
      --weights <file>        Table of weights, one per cell of DATA, larger for
                              more certain cells.
      --sigma <file>          Table of standard deviations, one per cell of DATA;
                              weights are their inverse squares.
      --fold <N>              Fold every column of a time series into rows of N
                              consecutive cells, such as days.
      --version               Show the version.
      -h, --help              Show help information.


    """#

  static let lab = #"""
    OVERVIEW: Run the claims of theory and compare them with what happens.

    USAGE: lowrank lab <subcommand>

    OPTIONS:
      --version               Show the version.
      -h, --help              Show help information.

    SUBCOMMANDS:
      list                    Name every claim, its source and the numbers that
                              --set changes.
      run                     Run claims and say which hold.

      See 'lowrank help lab <subcommand>' for detailed help.

    """#

  static let labRun = #"""
    OVERVIEW: Run claims and say which hold.

    Every claim gets a folder with claim.json, trajectory.csv and its figures;
    --all writes index.html as well, a page that reads like a short paper. Exit
    code 2: a claim does not hold.

    USAGE: lowrank lab run [<claims> ...] [--all] [--quick] [--full] [--set <name=number> ...] \#
    [--output <folder>] [--seed <N>] [--threads <N>] [--json]

    ARGUMENTS:
      <claims>                Claims by their ids (see `lowrank lab list`).

    OPTIONS:
      --all                   Every claim.
      --quick/--full          How large the instances are: seconds, or minutes and
                              the papers' sizes. (default: --quick)
      --set <name=number>     Change a number of the claim's setting; `lab list`
                              names them.
      -o, --output <folder>   Where the results go. (default: lab)
      --seed <N>              Seed of everything random; the same seed gives the
                              same bits. (default: 1)
      --threads <N>           Threads to use (default: all). The result does not
                              depend on it.
      --json                  Print one JSON object on stdout instead of the
                              summary.
      --version               Show the version.
      -h, --help              Show help information.


    """#

  static let labList = #"""
    OVERVIEW: Name every claim, its source and the numbers that --set changes.

    USAGE: lowrank lab list

    OPTIONS:
      --version               Show the version.
      -h, --help              Show help information.


    """#
}
