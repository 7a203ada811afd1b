from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("publishing", "0008_rounds_rows")]
    operations = [migrations.DeleteModel(name="Review"), migrations.DeleteModel(name="Submission")]
