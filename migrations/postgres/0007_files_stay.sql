-- The bytes of a file that goes with a published version are as final as its text.
CREATE FUNCTION refuse_published_file_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed TEXT := CASE WHEN TG_TABLE_NAME = 'file' THEN to_jsonb(OLD) ->> 'id' WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ->> 'file_id' ELSE to_jsonb(OLD) ->> 'file_id' END;
BEGIN
  IF EXISTS (SELECT 1 FROM attachment t JOIN revision r ON r.advisory_id = t.advisory_id AND r.number = t.number WHERE t.file_id = changed AND r.state = 'published') THEN
    RAISE EXCEPTION 'a published version cannot be changed';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER file_published_stays BEFORE DELETE ON file FOR EACH ROW EXECUTE FUNCTION refuse_published_file_change();
CREATE TRIGGER file_piece_published_stays BEFORE INSERT OR DELETE ON file_piece FOR EACH ROW EXECUTE FUNCTION refuse_published_file_change();
CREATE TRIGGER file_no_truncate BEFORE TRUNCATE ON file EXECUTE FUNCTION refuse_change('a published version cannot be changed');
CREATE TRIGGER file_piece_no_truncate BEFORE TRUNCATE ON file_piece EXECUTE FUNCTION refuse_change('a published version cannot be changed');
