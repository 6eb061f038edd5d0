"""Custom Functions: operations whose forward and backward the user writes."""
