"""`--jacobian` and `--hessian`: matrices of derivatives with a name for every row and column."""
