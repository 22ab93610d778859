-- What a record was drawn from and what is kept of it, in few bytes (store/imprints.py); empty until it was looked at.
ALTER TABLE record ADD COLUMN imprint BLOB NOT NULL DEFAULT x'';
