"""The real TensorBoard, started as a program of its own."""
