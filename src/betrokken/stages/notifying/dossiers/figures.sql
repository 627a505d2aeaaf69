-- What one generation says of one controller. Reads standing, exposure, severity, person, unattributed and `whose`
-- (one row: controller, certainties in order). Whoever was not touched counts in no figure but its own.
-- Run again for each controller over the same connection.
CREATE OR REPLACE TEMP TABLE placed AS
SELECT person_id, dataset, certainty, list_position(certainties, certainty) AS rank
FROM standing, whose
WHERE standing.controller = whose.controller;

CREATE OR REPLACE TEMP TABLE hit AS
SELECT person_id, arg_min(certainty, rank) AS certainty
FROM placed
GROUP BY person_id;

CREATE OR REPLACE TEMP TABLE touched AS
SELECT person.*
FROM hit JOIN person USING (person_id)
WHERE hit.certainty <> 'not_touched';

CREATE OR REPLACE TEMP TABLE leaked AS
SELECT exposure.*
FROM exposure JOIN touched USING (person_id), whose
WHERE exposure.controller = whose.controller;

CREATE OR REPLACE TEMP TABLE grave AS
SELECT severity.*
FROM severity JOIN touched USING (person_id), whose
WHERE severity.controller = whose.controller;
