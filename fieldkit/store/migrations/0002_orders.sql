-- One index per order of the list of records. Each ends with what filters ask for, so that rows filtered out cost no look.
DROP INDEX record_updated;
DROP INDEX record_state;
CREATE INDEX record_updated ON record (updated, id, state, form, site);
CREATE INDEX record_happened ON record (happened, id, state, form, site);
CREATE INDEX record_state ON record (state, updated, id, form, site);
CREATE INDEX record_form ON record (form, updated, id, state, site);
CREATE INDEX record_site ON record (site, updated, id, state, form);
CREATE INDEX record_author ON record (author, updated, id, state, form, site);
