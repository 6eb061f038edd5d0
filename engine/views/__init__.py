"""Views, and changes in place: who shares whose storage, and the history that is rewritten."""
