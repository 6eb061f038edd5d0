"""Shell completion: scripts that know all commands and options, so that Tab starts no Python."""
