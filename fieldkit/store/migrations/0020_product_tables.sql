-- What readers of a product that was given out can compute with, to compare later ones; no part of the projection.
CREATE TABLE product_table (
    product INTEGER PRIMARY KEY REFERENCES product (number) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
