"""Commands that give what was filed and decided: tables, originals, 汇总."""
