"""Pictures of the graph: a model of what is to be drawn, and a module for each way to draw it."""
