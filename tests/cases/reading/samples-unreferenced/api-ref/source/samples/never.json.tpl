{"book": %(book)s}
