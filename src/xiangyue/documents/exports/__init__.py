"""Exports 导出: a list of matters as CSV, as a workbook, or in the workbook of the platform above. No verbs, no tables.

What residents wrote stands in these cells: none of them is ever a formula.
"""
