"""What `course.py bench` measures: loops, models, demos, pages, whole lessons."""
