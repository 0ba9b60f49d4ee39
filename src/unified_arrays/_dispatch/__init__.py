"""How a call is made: declare -> resolve the backend -> compose the call, with out= or without."""
