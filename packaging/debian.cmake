# Run by CPack on the staged tree: what Debian's policy asks of /usr/share/doc and of man pages, in packages for Debian alone.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()
file(GLOB_RECURSE pages ${CPACK_TEMPORARY_DIRECTORY}/*/share/man/man1/penumbra.1)
foreach(page IN LISTS pages)
  cmake_path(GET page PARENT_PATH folder)
  cmake_path(SET documents NORMALIZE ${folder}/../../doc/penumbra)
  execute_process(COMMAND gzip --best --no-name --force ${page} COMMAND_ERROR_IS_FATAL ANY)
  string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC) # of SOURCE_DATE_EPOCH, if that is set
  file(WRITE ${documents}/changelog
       "penumbra (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n  * What changed stands in CHANGELOG.md.gz.\n\n -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
  execute_process(COMMAND gzip --best --no-name --force ${documents}/changelog ${documents}/CHANGELOG.md COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE ${documents}/LICENSE) # every Debian has the text
  file(WRITE ${documents}/copyright
"Penumbra
Copyright 2026 ${CPACK_PACKAGE_VENDOR}
Contact: ${CPACK_PACKAGE_CONTACT}

This program is free software: you can redistribute it and/or modify it under
the terms of the GNU General Public License as published by the Free Software
Foundation, either version 3 of the License, or (at your option) any later
version. It comes without any warranty.

On Debian systems the text of the licence is in
/usr/share/common-licenses/GPL-3.
")
endforeach()
