# Helpers that make one test suite a line each. Results go as JUnit XML to
# ${DND_TEST_RESULTS}/SUITE.xml, from where scripts/test counts them.

find_program(DND_LIT lit.py
  HINTS ${LLVM_EXTERNAL_LIT_DIR} ${LLVM_INSTALL_PREFIX}/build/utils/lit
        /usr/lib/llvm-19/build/utils/lit
  NO_DEFAULT_PATH REQUIRED)
set(DND_TEST_RESULTS ${CMAKE_BINARY_DIR}/test-results)
# A plain ctest writes its reports there, too.
file(MAKE_DIRECTORY ${DND_TEST_RESULTS})

# dnd_gtest(NAME [COMPILER] files... LINK libs...): one GoogleTest program, one suite.
# With LABELS slow it runs only under `scripts/test --slow`; with COMPILER it
# is compiled as the compiler is.
function(dnd_gtest name)
  cmake_parse_arguments(ARG "COMPILER" "" "LINK;LABELS" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest GTest::gtest_main)
  if(ARG_COMPILER)
    dnd_compile(${name} LINK ${ARG_LINK})
  else()
    target_compile_options(${name} PRIVATE -Wall -Wextra -Wno-unused-parameter)
  endif()
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin/tests)
  add_test(NAME unit.${name}
    COMMAND ${name} --gtest_output=xml:${DND_TEST_RESULTS}/unit.${name}.xml
    WORKING_DIRECTORY ${CMAKE_BINARY_DIR})
  set_tests_properties(unit.${name} PROPERTIES LABELS "gtest;${ARG_LABELS}" TIMEOUT 900)
endfunction()

# dnd_lit_config(): writes the site configuration that lit.cfg.py reads.
function(dnd_lit_config)
  set(DND_TOOLS_DIR ${CMAKE_BINARY_DIR}/bin)
  configure_file(${CMAKE_SOURCE_DIR}/tests/lit.site.cfg.py.in
    ${CMAKE_BINARY_DIR}/tests/lit.site.cfg.py @ONLY)
endfunction()

# dnd_lit_suite(FOLDER [DEVICE simt]): all tests of tests/FOLDER; with a device
# the same files once more, on that device (see lit.cfg.py).
function(dnd_lit_suite folder)
  cmake_parse_arguments(ARG "" "DEVICE" "" ${ARGN})
  set(suite lit.${folder})
  set(parameters)
  if(ARG_DEVICE)
    set(suite lit.${folder}-${ARG_DEVICE})
    set(parameters --param device=${ARG_DEVICE})
  endif()
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/tests/${folder})
  add_test(NAME ${suite}
    COMMAND ${Python3_EXECUTABLE} ${DND_LIT} -v ${parameters}
      --xunit-xml-output ${DND_TEST_RESULTS}/${suite}.xml
      ${CMAKE_BINARY_DIR}/tests/${folder})
  set_tests_properties(${suite} PROPERTIES LABELS lit TIMEOUT 2400)
endfunction()

# dnd_script_test(NAME script arguments...): a Python check of the source tree.
# It prints one line `PASS|FAIL|SKIP: case: reason` for each case.
function(dnd_script_test name script)
  add_test(NAME script.${name}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/${script}
      --root ${CMAKE_SOURCE_DIR} --build ${CMAKE_BINARY_DIR}
      --xml ${DND_TEST_RESULTS}/script.${name}.xml ${ARGN})
  set_tests_properties(script.${name} PROPERTIES LABELS script TIMEOUT 600)
endfunction()
