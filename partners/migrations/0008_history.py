from django.db import migrations
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger

from wiz.trust.operations import AddTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("wiz", "0019_history"),
        ("partners", "0007_lists_by_name"),
    ]

    operations = [
        AddTriggers(
            [
                AddTrigger(
                    model_name="advice",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'+\', \'partners.advice\', r."id", (SELECT t3."client_id" FROM "partners_reportversion" t0, "partners_report" t1, "partners_order" t2, "trajecten_activity" t3 WHERE t0."id" = r."version_id" AND t1."id" = t0."report_id" AND t2."id" = t1."order_id" AND t3."id" = t2."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), NULL FROM added r WHERE (SELECT t0."delivered_at" FROM "partners_reportversion" t0 WHERE t0."id" = r."version_id") IS NOT NULL; RETURN NULL;',
                            hash="f88b8ec6e4d704af064ed4f149275505829b9100",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_875cf",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_advice",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="advice",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func='SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - \'{}\'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'~\', \'partners.advice\', NEW."id", (SELECT t3."client_id" FROM "partners_reportversion" t0, "partners_report" t1, "partners_order" t2, "trajecten_activity" t3 WHERE t0."id" = NEW."version_id" AND t1."id" = t0."report_id" AND t2."id" = t1."order_id" AND t3."id" = t2."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), _changes WHERE (SELECT t0."delivered_at" FROM "partners_reportversion" t0 WHERE t0."id" = NEW."version_id") IS NOT NULL; END IF; RETURN NULL;',
                            hash="0153579fd8147fba9c41c1d2664286a212938cca",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_8d3a1",
                            table="partners_advice",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="advice",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'-\', \'partners.advice\', r."id", (SELECT t3."client_id" FROM "partners_reportversion" t0, "partners_report" t1, "partners_order" t2, "trajecten_activity" t3 WHERE t0."id" = r."version_id" AND t1."id" = t0."report_id" AND t2."id" = t1."order_id" AND t3."id" = t2."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), to_jsonb(r) - \'{}\'::text[] FROM removed r WHERE (SELECT t0."delivered_at" FROM "partners_reportversion" t0 WHERE t0."id" = r."version_id") IS NOT NULL; RETURN NULL;',
                            hash="99f246cb97e3c3c0ae5468a0a02de1ae9fe6dc20",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_1dd4c",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_advice",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="attachment",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'+\', \'partners.attachment\', r."id", (SELECT t3."client_id" FROM "partners_reportversion" t0, "partners_report" t1, "partners_order" t2, "trajecten_activity" t3 WHERE t0."id" = r."version_id" AND t1."id" = t0."report_id" AND t2."id" = t1."order_id" AND t3."id" = t2."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), NULL FROM added r WHERE (SELECT t0."delivered_at" FROM "partners_reportversion" t0 WHERE t0."id" = r."version_id") IS NOT NULL; RETURN NULL;',
                            hash="b09a18b713f14709cda4f8dfaad53ad3ee533d57",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_5d2a0",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_attachment",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="attachment",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func='SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - \'{}\'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'~\', \'partners.attachment\', NEW."id", (SELECT t3."client_id" FROM "partners_reportversion" t0, "partners_report" t1, "partners_order" t2, "trajecten_activity" t3 WHERE t0."id" = NEW."version_id" AND t1."id" = t0."report_id" AND t2."id" = t1."order_id" AND t3."id" = t2."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), _changes WHERE (SELECT t0."delivered_at" FROM "partners_reportversion" t0 WHERE t0."id" = NEW."version_id") IS NOT NULL; END IF; RETURN NULL;',
                            hash="74b352615d493c3f65716ccc3778a94d8dba07f1",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_84f66",
                            table="partners_attachment",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="attachment",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'-\', \'partners.attachment\', r."id", (SELECT t3."client_id" FROM "partners_reportversion" t0, "partners_report" t1, "partners_order" t2, "trajecten_activity" t3 WHERE t0."id" = r."version_id" AND t1."id" = t0."report_id" AND t2."id" = t1."order_id" AND t3."id" = t2."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), to_jsonb(r) - \'{}\'::text[] FROM removed r WHERE (SELECT t0."delivered_at" FROM "partners_reportversion" t0 WHERE t0."id" = r."version_id") IS NOT NULL; RETURN NULL;',
                            hash="09f3b46a6bf92bcf7c71616e4013ce895c4ba71e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_8053e",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_attachment",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="bureau",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'partners.bureau', r.\"organisation_id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="c0133feb973bfd06843a42a46450058fdc01e584",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_e0d23",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_bureau",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="bureau",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'partners.bureau', NEW.\"organisation_id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="a94113c3db7875bb5a3d440646196882646acb32",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_3e0e6",
                            table="partners_bureau",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="bureau",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'partners.bureau', r.\"organisation_id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="309b2272b41996b0361e9413044726e331db90c9",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_085fc",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_bureau",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="goalresult",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'+\', \'partners.goalresult\', r."id", (SELECT t3."client_id" FROM "partners_reportversion" t0, "partners_report" t1, "partners_order" t2, "trajecten_activity" t3 WHERE t0."id" = r."version_id" AND t1."id" = t0."report_id" AND t2."id" = t1."order_id" AND t3."id" = t2."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), NULL FROM added r WHERE (SELECT t0."delivered_at" FROM "partners_reportversion" t0 WHERE t0."id" = r."version_id") IS NOT NULL; RETURN NULL;',
                            hash="09ecce05da4168e579625077d0a8e44a172fb766",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_b9194",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_goalresult",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="goalresult",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func='SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - \'{}\'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'~\', \'partners.goalresult\', NEW."id", (SELECT t3."client_id" FROM "partners_reportversion" t0, "partners_report" t1, "partners_order" t2, "trajecten_activity" t3 WHERE t0."id" = NEW."version_id" AND t1."id" = t0."report_id" AND t2."id" = t1."order_id" AND t3."id" = t2."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), _changes WHERE (SELECT t0."delivered_at" FROM "partners_reportversion" t0 WHERE t0."id" = NEW."version_id") IS NOT NULL; END IF; RETURN NULL;',
                            hash="20b4e51c502db1605918dfa00367e35d995fb7d0",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_25ab3",
                            table="partners_goalresult",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="goalresult",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'-\', \'partners.goalresult\', r."id", (SELECT t3."client_id" FROM "partners_reportversion" t0, "partners_report" t1, "partners_order" t2, "trajecten_activity" t3 WHERE t0."id" = r."version_id" AND t1."id" = t0."report_id" AND t2."id" = t1."order_id" AND t3."id" = t2."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), to_jsonb(r) - \'{}\'::text[] FROM removed r WHERE (SELECT t0."delivered_at" FROM "partners_reportversion" t0 WHERE t0."id" = r."version_id") IS NOT NULL; RETURN NULL;',
                            hash="fde6320b6058acf2ce7ecf255a1c512062d9a186",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_92846",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_goalresult",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="instrument",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'partners.instrument', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="1d13dda8a409dc9dc9071cad389eb5283689cbf4",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_78707",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_instrument",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="instrument",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'partners.instrument', NEW.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="d68d6ed24ff334b6a9526a04dda482a7bc4b6b20",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_2b9d5",
                            table="partners_instrument",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="instrument",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'partners.instrument', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="8ec87f127992b168497534e29eb31b7c6706ac38",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_3c6f8",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_instrument",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="order",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'partners.order', r.\"id\", (SELECT t0.\"client_id\" FROM \"trajecten_activity\" t0 WHERE t0.\"id\" = r.\"activity_id\"), (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="ee75013ae73c6c7aaf460aca3118f09ec11709e3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_34022",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_order",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="order",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{form_key}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'partners.order', NEW.\"id\", (SELECT t0.\"client_id\" FROM \"trajecten_activity\" t0 WHERE t0.\"id\" = NEW.\"activity_id\"), (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="ced87d1c86ccf08c13af22d3d6f8424953abd5ad",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_09f26",
                            table="partners_order",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="order",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'partners.order', r.\"id\", (SELECT t0.\"client_id\" FROM \"trajecten_activity\" t0 WHERE t0.\"id\" = r.\"activity_id\"), (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{form_key}'::text[] FROM removed r; RETURN NULL;",
                            hash="4e3f9d9deb6e8765dc772081b17ce38966725108",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_ace1e",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_order",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="pause",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'+\', \'partners.pause\', r."id", (SELECT t1."client_id" FROM "partners_order" t0, "trajecten_activity" t1 WHERE t0."id" = r."order_id" AND t1."id" = t0."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), NULL FROM added r; RETURN NULL;',
                            hash="aac13bff256d6f580a9d023abc1c930fc270af28",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_e320e",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_pause",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="pause",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func='SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - \'{}\'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'~\', \'partners.pause\', NEW."id", (SELECT t1."client_id" FROM "partners_order" t0, "trajecten_activity" t1 WHERE t0."id" = NEW."order_id" AND t1."id" = t0."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), _changes; END IF; RETURN NULL;',
                            hash="579d4128bf27a88ca31041f9731823cc24c983e7",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_14bba",
                            table="partners_pause",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="pause",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'-\', \'partners.pause\', r."id", (SELECT t1."client_id" FROM "partners_order" t0, "trajecten_activity" t1 WHERE t0."id" = r."order_id" AND t1."id" = t0."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), to_jsonb(r) - \'{}\'::text[] FROM removed r; RETURN NULL;',
                            hash="1c885a181fdb953bcc931349f05e376e6c3bddec",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_bc38c",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_pause",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="reminder",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'+\', \'partners.reminder\', r."id", (SELECT t2."client_id" FROM "partners_report" t0, "partners_order" t1, "trajecten_activity" t2 WHERE t0."id" = r."report_id" AND t1."id" = t0."order_id" AND t2."id" = t1."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), NULL FROM added r; RETURN NULL;',
                            hash="636ee2636127e4107aaf756fa9f3b9a87e77f4f4",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_01fd5",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_reminder",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="reminder",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func='SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - \'{}\'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'~\', \'partners.reminder\', NEW."id", (SELECT t2."client_id" FROM "partners_report" t0, "partners_order" t1, "trajecten_activity" t2 WHERE t0."id" = NEW."report_id" AND t1."id" = t0."order_id" AND t2."id" = t1."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), _changes; END IF; RETURN NULL;',
                            hash="fe10fe77b36e3745665dfb97f3dc276293c562b3",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_c28a6",
                            table="partners_reminder",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="reminder",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'-\', \'partners.reminder\', r."id", (SELECT t2."client_id" FROM "partners_report" t0, "partners_order" t1, "trajecten_activity" t2 WHERE t0."id" = r."report_id" AND t1."id" = t0."order_id" AND t2."id" = t1."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), to_jsonb(r) - \'{}\'::text[] FROM removed r; RETURN NULL;',
                            hash="3cf3acc5321a165b7942df8bfaa1cc2809605521",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_05202",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_reminder",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="report",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'+\', \'partners.report\', r."id", (SELECT t1."client_id" FROM "partners_order" t0, "trajecten_activity" t1 WHERE t0."id" = r."order_id" AND t1."id" = t0."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), NULL FROM added r; RETURN NULL;',
                            hash="09faa9d044eac3b805fba45d17675d50f36bad60",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_06181",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_report",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="report",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func='SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - \'{}\'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'~\', \'partners.report\', NEW."id", (SELECT t1."client_id" FROM "partners_order" t0, "trajecten_activity" t1 WHERE t0."id" = NEW."order_id" AND t1."id" = t0."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), _changes; END IF; RETURN NULL;',
                            hash="fdb23b9387feff0278b8b0248e897030b46fc984",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_7f104",
                            table="partners_report",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="report",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'-\', \'partners.report\', r."id", (SELECT t1."client_id" FROM "partners_order" t0, "trajecten_activity" t1 WHERE t0."id" = r."order_id" AND t1."id" = t0."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), to_jsonb(r) - \'{}\'::text[] FROM removed r; RETURN NULL;',
                            hash="409624c5b0d1224813be069ca24d8262257f81ab",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_1c043",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_report",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="reportversion",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'+\', \'partners.reportversion\', r."id", (SELECT t2."client_id" FROM "partners_report" t0, "partners_order" t1, "trajecten_activity" t2 WHERE t0."id" = r."report_id" AND t1."id" = t0."order_id" AND t2."id" = t1."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), NULL FROM added r WHERE r."delivered_at" IS NOT NULL; RETURN NULL;',
                            hash="79f32f18314c3e0dca33bf1ef68e0f15e8065cbc",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_839dd",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="partners_reportversion",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="reportversion",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func='SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - \'{revision, editor, saved_at}\'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), CASE WHEN OLD.delivered_at IS NULL THEN \'+\' ELSE \'~\' END, \'partners.reportversion\', NEW."id", (SELECT t2."client_id" FROM "partners_report" t0, "partners_order" t1, "trajecten_activity" t2 WHERE t0."id" = NEW."report_id" AND t1."id" = t0."order_id" AND t2."id" = t1."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), CASE WHEN OLD.delivered_at IS NULL THEN NULL ELSE _changes END WHERE NEW."delivered_at" IS NOT NULL; END IF; RETURN NULL;',
                            hash="ad407d0f443f4c7a47b953843b1fb45ab1c71311",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_ea754",
                            table="partners_reportversion",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="reportversion",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func='INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), \'-\', \'partners.reportversion\', r."id", (SELECT t2."client_id" FROM "partners_report" t0, "partners_order" t1, "trajecten_activity" t2 WHERE t0."id" = r."report_id" AND t1."id" = t0."order_id" AND t2."id" = t1."activity_id"), (_who->>\'by\')::bigint, COALESCE(_who->>\'via\', \'\'), to_jsonb(r) - \'{revision, editor, saved_at}\'::text[] FROM removed r WHERE r."delivered_at" IS NOT NULL; RETURN NULL;',
                            hash="0aa8ab6befec2944b72dc651243999ee071f5bef",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_45ea7",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="partners_reportversion",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
    ]
