"""The parts of `gradcheck`: numerical and analytical Jacobians, and their comparison."""
