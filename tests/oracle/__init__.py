"""What proves that a script is a PyTorch program: golden scripts and random programs."""
