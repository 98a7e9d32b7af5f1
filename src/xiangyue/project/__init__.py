"""The roof: the only package that sees both towers, and wires them together."""
