-- What the register says of each person at one controller. $controller: its id; $person: one person, or null for all.
WITH certainty AS (
    SELECT person_id,
           min(list_position($certainties, certainty)) AS rank
    FROM standing
    WHERE controller = $controller AND ($person IS NULL OR person_id = $person)
    GROUP BY person_id
),
datasets AS (
    SELECT s.person_id,
           list(DISTINCT s.dataset ORDER BY s.dataset) FILTER (s.dataset IS NOT NULL) AS datasets,
           list(DISTINCT s.ground ORDER BY s.ground) FILTER (s.ground IS NOT NULL) AS grounds
    FROM standing s
    JOIN certainty c ON s.person_id = c.person_id AND s.certainty = $certainties[c.rank]
    WHERE s.controller = $controller
    GROUP BY s.person_id
),
own AS (
    SELECT person_id, list(DISTINCT category ORDER BY category) AS leaked
    FROM exposure
    WHERE controller = $controller AND ($person IS NULL OR person_id = $person)
    GROUP BY person_id
),
anywhere AS (
    SELECT e.person_id, list(DISTINCT e.category ORDER BY e.category) AS categories
    FROM exposure e
    JOIN certainty c USING (person_id)
    GROUP BY e.person_id
),
exam AS (
    SELECT person_id, exam, year(min(first_date)) AS first_year, year(max(last_date)) AS last_year
    FROM exposure
    WHERE controller = $controller AND exam IS NOT NULL AND category IN ('exam', 'test_result')
      AND ($person IS NULL OR person_id = $person)
    GROUP BY person_id, exam
),
exams AS (
    SELECT person_id, list({'exam': exam, 'first': first_year, 'last': last_year} ORDER BY exam) AS exams
    FROM exam
    GROUP BY person_id
),
risk AS (
    SELECT person_id,
           list_value(max(identity_fraud), max(phishing), max(extortion), max(safety), max(care_fraud)) AS risks
    FROM severity
    WHERE controller = $controller AND ($person IS NULL OR person_id = $person)
    GROUP BY person_id
)
SELECT person_id, $certainties[rank] AS certainty, datasets, grounds, leaked, categories, exams, risks
FROM certainty
LEFT JOIN datasets USING (person_id)
LEFT JOIN own USING (person_id)
LEFT JOIN anywhere USING (person_id)
LEFT JOIN exams USING (person_id)
LEFT JOIN risk USING (person_id)
ORDER BY person_id
