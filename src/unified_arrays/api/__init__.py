"""What may be called: declarations only, one file for each chapter of the array API standard, `extras` beyond it."""
