module example.org/team/herald/v2

go 1.22
