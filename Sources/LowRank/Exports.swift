// A recovery speaks of matrices, maps and certificates: whoever imports it needs their names too.
@_exported public import LinearAlgebra
@_exported public import LowRankOptimization
