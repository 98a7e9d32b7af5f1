"""Control tower, fifth floor: what is printed and handed up (文书): posters, bulletins, tables.

Everything here is made in the work child, from data that other rooms give out by their queries.
"""
