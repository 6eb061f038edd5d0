"""`autograd ops`: what scripts can call, from the declarations of the engine."""
