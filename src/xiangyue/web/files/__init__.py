"""Files by their unguessable names."""
