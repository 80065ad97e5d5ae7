-- The bytes of a file that goes with a published version are as final as its text.
CREATE TRIGGER file_published_stays BEFORE DELETE ON file
  WHEN EXISTS (SELECT 1 FROM attachment t JOIN revision r ON r.advisory_id = t.advisory_id AND r.number = t.number WHERE t.file_id = OLD.id AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER file_piece_published_stays BEFORE DELETE ON file_piece
  WHEN EXISTS (SELECT 1 FROM attachment t JOIN revision r ON r.advisory_id = t.advisory_id AND r.number = t.number WHERE t.file_id = OLD.file_id AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
CREATE TRIGGER file_piece_published_grows_not BEFORE INSERT ON file_piece
  WHEN EXISTS (SELECT 1 FROM attachment t JOIN revision r ON r.advisory_id = t.advisory_id AND r.number = t.number WHERE t.file_id = NEW.file_id AND r.state = 'published')
  BEGIN SELECT RAISE(ABORT, 'a published version cannot be changed'); END;
