"""From the doorstep to the archive: the tri-party joint meeting of a residential community."""
