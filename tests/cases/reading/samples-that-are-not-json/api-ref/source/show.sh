curl -H "X-Reader-Id: 7" https://library.example.org/books/3
