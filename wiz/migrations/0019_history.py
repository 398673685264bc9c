from django.db import migrations
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger

from wiz.trust.operations import AddTriggers


class Migration(migrations.Migration):
    dependencies = [("wiz", "0018_change")]

    operations = [
        AddTriggers(
            [
                AddTrigger(
                    model_name="absence",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.absence', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="36cd625a5ad10593192276e93dd5c5bfe2136639",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_a679b",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_absence",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="absence",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.absence', NEW.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="8517144f9c4b55c31bf062285e35126e477265fd",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_4a652",
                            table="wiz_absence",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="absence",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.absence', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="e1535784fbd240760cc4fc984cd3726192531f87",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_629ec",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_absence",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="assignment",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.assignment', r.\"id\", r.\"client_id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="532f0917dd711176eb9581bdb605c35a82f07b4e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_75e3c",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_assignment",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="assignment",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.assignment', NEW.\"id\", NEW.\"client_id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="efea4f1617ab331f666047d0bd19566736d8d6e2",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_e1b0c",
                            table="wiz_assignment",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="assignment",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.assignment', r.\"id\", r.\"client_id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="315e7e2cfc29d6e7ceedf3fc63a37802e152d7b5",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_0b209",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_assignment",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="child",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.child', r.\"id\", r.\"client_id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="4d5957998f7bdefd755ceb133808d857c25e5e50",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_4851f",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_child",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="child",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.child', NEW.\"id\", NEW.\"client_id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="66eaf58c1a03f6b8bcc2a77c318fef70139c6520",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_59f2f",
                            table="wiz_child",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="child",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.child', r.\"id\", r.\"client_id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="cc2fa636b217fc7b0e861fe88068bd177b2c58f0",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_7a52f",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_child",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="client",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.client', r.\"id\", r.\"id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="e4354adde5876139d141ce96fb3ebda2ab1f8818",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_dea0e",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_client",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="client",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, CASE WHEN was.key = ANY ('{bsn_cipher}'::text[]) THEN NULL ELSE jsonb_build_array(was.value, _now->was.key) END) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{form_key, bsn_fingerprint, plain_name, sort_name}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.client', NEW.\"id\", NEW.\"id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="71bfbf2ece987944da7c1ec0f4987bf3b28bd9ae",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_bc450",
                            table="wiz_client",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="client",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.client', r.\"id\", r.\"id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{form_key, bsn_fingerprint, plain_name, sort_name, bsn_cipher}'::text[] FROM removed r; RETURN NULL;",
                            hash="d81bd177a3b129f66ae1b9d560d36090ba810e87",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_f2ca9",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_client",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="extraholiday",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.extraholiday', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="6656142da1053ed00a93b5fe8f8855625ad74304",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_3d5c8",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_extraholiday",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="extraholiday",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.extraholiday', NEW.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="5159f1ff73521c410930582f1cec296714c5a327",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_492bd",
                            table="wiz_extraholiday",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="extraholiday",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.extraholiday', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="c1ef756daf97316eb4434c33e6f77deb43d49d37",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_51628",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_extraholiday",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="housestyle",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.housestyle', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="883a6ceabc1a7a86b0dca323c8587742b341da73",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_0513f",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_housestyle",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="housestyle",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{revision}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.housestyle', NEW.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="d95fba54848e0bf3f4855bc174ef479c8ef563f9",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_1c325",
                            table="wiz_housestyle",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="housestyle",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.housestyle', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{revision}'::text[] FROM removed r; RETURN NULL;",
                            hash="b5212c58969691ce8fe5e1face58878ecd45879d",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_b2b3a",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_housestyle",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="letter",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.letter', r.\"id\", r.\"client_id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="77da1e2b33e7925d48489dbc5558f27d82d4ebca",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_2d3dc",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_letter",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="letter",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.letter', NEW.\"id\", NEW.\"client_id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="ed3bf9b15c27b696281d6d80b9af20fe40fc6630",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_708aa",
                            table="wiz_letter",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="letter",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.letter', r.\"id\", r.\"client_id\", (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="d96802d433b1c84e04fae1c81e38c0417371d3b4",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_63776",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_letter",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="municipality",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.municipality', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="3924eed8ae346772980f60f58c188787112af098",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_f86b5",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_municipality",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="municipality",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.municipality', NEW.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="a8d9b8fceda71b5dde56be8ccbceda314cfcaa6a",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_af153",
                            table="wiz_municipality",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="municipality",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.municipality', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="3f2af76e965c5ff38ed2100bd896d0b4379a890a",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_9256e",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_municipality",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="organisation",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.organisation', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="8bad863d545b2e6e27b33ca51f3feea9d0f4a6a9",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_0f435",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="organisation",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.organisation', NEW.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="692138a668615d43ef4fbdcf3f59702242e3403c",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_11654",
                            table="wiz_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="organisation",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.organisation', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="83fd44b46bcd08f132241d58445a79d224c8f352",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_473f6",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_organisation",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="policyvalue",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.policyvalue', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="34e06f9ca212b08886f2534c5a966ab8ee4ca02f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_e431d",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_policyvalue",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="policyvalue",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.policyvalue', NEW.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="15bbfe1255084261cff77c9f641160d0b449a40b",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_75f2e",
                            table="wiz_policyvalue",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="policyvalue",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.policyvalue', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="5beeb974bd90fae81349a6c4f2ec281552331e1d",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_fb4b9",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_policyvalue",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="team",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.team', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="24b2adc1ac5edac73caa8155652bfdc7d9b4fb6b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_d09c3",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_team",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="team",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, jsonb_build_array(was.value, _now->was.key)) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.team', NEW.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="bedfc8c89bddb7d80be4eed72e307a9db273db30",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_876ab",
                            table="wiz_team",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="team",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.team', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{}'::text[] FROM removed r; RETURN NULL;",
                            hash="415d2182cccd2f04db51d355082ba56576430870",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_f3c4a",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_team",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="user",
                    trigger=Trigger(
                        name="history_added",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '+', 'wiz.user', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), NULL FROM added r; RETURN NULL;",
                            hash="44d393de59c28180d4c41f4d2f3bb53c8fa89d45",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_history_added_e3b2e",
                            referencing="REFERENCING NEW TABLE AS added ",
                            table="wiz_user",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="user",
                    trigger=Trigger(
                        name="history_changed",
                        sql=UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), ''); _now jsonb := to_jsonb(NEW); _changes jsonb;",
                            func="SELECT jsonb_object_agg(was.key, CASE WHEN was.key = ANY ('{password}'::text[]) THEN NULL ELSE jsonb_build_array(was.value, _now->was.key) END) INTO _changes FROM jsonb_each(to_jsonb(OLD) - '{last_login, language, sort_name}'::text[]) was WHERE was.value IS DISTINCT FROM _now->was.key; IF _changes IS NOT NULL THEN INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '~', 'wiz.user', NEW.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), _changes; END IF; RETURN NULL;",
                            hash="af2bb6cca4b92bf5d2515ebc303bcd29320d70ad",
                            operation="UPDATE",
                            pgid="pgtrigger_history_changed_56996",
                            table="wiz_user",
                            when="AFTER",
                        ),
                    ),
                ),
                AddTrigger(
                    model_name="user",
                    trigger=Trigger(
                        name="history_removed",
                        sql=UpsertTriggerSql(
                            declare="DECLARE _who jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');",
                            func="INSERT INTO wiz_change (at, kind, model, row_id, client_id, by_id, via, fields) SELECT now(), '-', 'wiz.user', r.\"id\", NULL, (_who->>'by')::bigint, COALESCE(_who->>'via', ''), to_jsonb(r) - '{last_login, language, sort_name, password}'::text[] FROM removed r; RETURN NULL;",
                            hash="fc2d52fa1b5f1ccd6e5d58287149687b717bf9e3",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_history_removed_47e76",
                            referencing="REFERENCING OLD TABLE AS removed ",
                            table="wiz_user",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
    ]
