"""Filters 常用筛选: how somebody likes to look at the list, under a name of their own."""
