# Writes the commit of SOURCE_DIR into the header OUTPUT, which stays as it is while the commit does.
# cmake -DSOURCE_DIR=... -DOUTPUT=... -P commit.cmake
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --dirty --abbrev=12 --exclude=*
                OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit "unknown")
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define PENUMBRA_COMMIT \"${commit}\"\n" @ONLY)
