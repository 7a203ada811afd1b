from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_frozen_rows")]
    operations = [migrations.RemoveField(model_name="frozenrecords", name="keys")]
