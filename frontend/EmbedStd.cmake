# Writes OUTPUT: one initialiser of StdFile for each of FILES.
set(content "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" text)
  string(APPEND content "{\"${name}\", R\"~dnd~(${text})~dnd~\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "${content}")
