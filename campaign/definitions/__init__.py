"""Plan, roster, forms and rules as values, how they are parsed, and the duties they lay down."""
