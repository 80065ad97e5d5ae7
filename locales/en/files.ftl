# Files that are attached: what they are, and why one is not taken.

file-empty = This file is empty. Choose the file again.
file-too-large = This file is too large. Make it smaller, or split it.
file-other-kind = Files of this kind are not taken. Send a PDF, a PNG or JPEG picture, plain text (.txt), a CSV table or JSON.
file-differs = This file’s name says { $what }, but its content is something else. Export it again as { $what }.
file-not-text = This file is not plain text in UTF-8. Save it again with the encoding UTF-8.
file-not-csv = This file cannot be read as a table: its rows are not equally long. Export it again as CSV in UTF-8.
file-not-json = This file cannot be read as JSON. Check it with the program that made it, and export it again in UTF-8 without a byte order mark.
file-picture-damaged = This picture is damaged. Open it in a picture program and save it again.
file-pixels = This picture has more than 50 million pixels. Make it smaller.
file-pdf-damaged = This PDF is damaged. Print it to a new PDF and send that one.
file-pdf-encrypted = This PDF is encrypted or has a password. Save it without and send it again.
file-pdf-active = This PDF can act by itself, or holds other files ({ $what }). Print it to a new PDF and send that one.
file-pdf-unwieldy = This PDF has more than 2,000 pages, or unpacks to too much. Split it, or print it to a new PDF.
file-found = The scanner found { $what } in this file, so it was not kept. Do not open it; call your own security team.
file-scanner-silent = The scanner does not answer; nothing was kept. Try again in some minutes; if it stays so, call the administrators.
error-file-without-name = This file came without a name. Choose the file again, then send the form.
error-upload-broken = The form did not arrive whole. Check your connection, then send it again.
