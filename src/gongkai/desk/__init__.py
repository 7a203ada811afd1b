"""What all staff screens draw, whatever floor they stand on: skeletons, tags, forms, files, refusals, lists."""
