-- wrk posts one form again and again: wrk -s form.lua URL -- FILE, where the file holds the body.
function init(args)
  wrk.method = "POST"
  wrk.body = io.open(args[1]):read("*a")
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end
