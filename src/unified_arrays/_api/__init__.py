"""What may be called: declarations only, one file for each category of the array API standard, `extras` beyond it."""
