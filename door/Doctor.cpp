//===- Doctor.cpp - dnd doctor: what is installed, and what works without -===//
//
// Nothing is guessed: the compiler is run, a small model is compiled and
// trained, libraries are opened as a model would open them.
//
//===----------------------------------------------------------------------===//
#include "door/Commands.h"
#include "door/Process.h"
#include "runtime/core/File.h"
#include "runtime/core/Value.h"
#include "runtime/core/Verbs.h"
#include "runtime/cpu/Features.h"

#include <fmt/core.h>

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace dnd::door {

namespace fs = std::filesystem;
using rt::Error;
using rt::Exit;
using rt::Value;

namespace {

struct Finding {
  std::string name, what;
  bool there = false;
  bool isNeeded = false;
  std::string without; ///< what works without it, or how to get it
};

std::string firstLine(const std::string &text) {
  return text.substr(0, text.find('\n'));
}

Finding findCompiler() {
  Finding found{"compiler", "", false, true,
                "nothing can be compiled: install dnd again"};
  try {
    std::string path = toolPath("dndc");
    Captured said = capture({path, "--version"});
    found.there = said.code == 0;
    found.what = found.there ? firstLine(said.output) + ", " + path
                             : "does not start: " + firstLine(said.errors);
  } catch (const Error &e) {
    found.what = e.message;
  }
  return found;
}

Finding findLinker() {
  Finding found{"linker", "no c++, g++ or clang++ in PATH", false, true,
                "models are compiled and not linked: apt-get install g++"};
  for (const char *name : {"c++", "g++", "clang++"})
    if (std::string path = findProgram(name); !path.empty()) {
      found.there = true;
      found.what = path + ", " + firstLine(capture({path, "--version"}).output);
      break;
    }
  return found;
}

Finding findRuntime() {
  Finding found{"runtime", "", false, true,
                "models cannot be linked: install dnd again, or say where it "
                "lies with the variable DND_RUNTIME"};
  const char *own = std::getenv("DND_RUNTIME");
  for (const std::string &folder :
       own ? std::vector<std::string>{own}
           : std::vector<std::string>{installPrefix() + "/lib/dnd",
                                      installPrefix() + "/lib"}) {
    std::string archive = folder + "/libdndrt.a";
    found.what = archive;
    found.there = rt::fileExists(archive);
    if (found.there)
      break;
  }
  if (!found.there)
    found.what += " is not there";
  return found;
}

/// A folder of its own that goes with the object.
struct Scratch {
  Scratch() {
    std::string name =
        (fs::temp_directory_path() / "dnd-doctor-XXXXXX").string();
    if (::mkdtemp(name.data()))
      path = name;
  }
  ~Scratch() {
    std::error_code ec;
    if (!path.empty())
      fs::remove_all(path, ec);
  }
  std::string path;
};

Finding tryModel() {
  Finding found{"a model", "", false, true,
                "see the message; the lines above say what is missing"};
  Scratch scratch;
  if (scratch.path.empty()) {
    found.what = "no temporary folder can be made: set TMPDIR";
    return found;
  }
  std::string text = scratch.path + "/try.dnd", program = scratch.path + "/try",
              run = scratch.path + "/run";
  std::ofstream(text) << "network Try {\n  input x[2]\n  output y = x |> "
                         "low_rank_quadratic(2, 1)\n}\n\ntrain Try {\n  data "
                         "xor\n  loss cross_entropy\n  optimizer sgd(lr = "
                         "0.1)\n  epochs 2\n}\n";
  try {
    Captured made = capture({toolPath("dndc"), text, "-o", program});
    if (made.code) {
      found.what = "is not compiled: " + firstLine(made.errors);
      return found;
    }
    Captured trained =
        capture({program, "train", "--quiet", "--device", "cpu", "--out", run});
    found.there = trained.code == 0;
    found.what = found.there ? "was compiled, linked and trained"
                             : "does not train: " + firstLine(trained.errors);
  } catch (const Error &e) {
    found.what = "is not compiled: " + e.message;
  }
  return found;
}

Finding describeProcessor() {
  std::string features;
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("flags")) {
      for (const char *name :
           {"avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16"})
        if ((line + " ").find(std::string(" ") + name + " ") !=
            std::string::npos)
          features += (features.empty() ? "" : " ") + std::string(name);
      break;
    }
  return {"processor",
          fmt::format("{}, {} threads{}", rt::processorName(),
                      std::thread::hardware_concurrency(),
                      features.empty() ? "" : ", " + features),
          true, false, ""};
}

/// The first of some libraries that the loader finds.
Finding findLibrary(const char *name, const char *variable,
                    std::vector<std::string> files, const char *without) {
  Finding found{name, "", false, false, without};
  if (const char *own = std::getenv(variable); own && *own)
    files = {own};
  for (const std::string &file : files) {
    void *handle = ::dlopen(file.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (!handle)
      continue;
    found.there = true;
    found.what = file;
    if (auto version = reinterpret_cast<int (*)(int *)>(
            ::dlsym(handle, "cuDriverGetVersion"))) {
      int number = 0;
      if (version(&number) == 0)
        found.what +=
            fmt::format(", CUDA {}.{}", number / 1000, number % 1000 / 10);
    }
    if (auto version =
            reinterpret_cast<size_t (*)()>(::dlsym(handle, "cudnnGetVersion")))
      found.what += fmt::format(", version {}", version());
    return found;
  }
  found.what = "not found";
  return found;
}

Finding findAssembler() {
  Finding found{"ptxas", "not found", false, false,
                "programs carry portable PTX, which the driver compiles when "
                "they start; --cuda-arch needs it"};
  std::string path;
  if (const char *own = std::getenv("DND_PTXAS"))
    path = own;
  if (path.empty())
    path = findProgram("ptxas");
  for (const char *variable : {"CUDA_HOME", "CUDA_PATH"})
    if (const char *root = std::getenv(variable); root && path.empty())
      if (rt::fileExists(std::string(root) + "/bin/ptxas"))
        path = std::string(root) + "/bin/ptxas";
  if (path.empty() && rt::fileExists("/usr/local/cuda/bin/ptxas"))
    path = "/usr/local/cuda/bin/ptxas";
  if (!path.empty() && rt::fileExists(path)) {
    found.there = true;
    found.what = path;
  }
  return found;
}

std::vector<Finding> findData() {
  std::vector<Finding> list;
  auto add = [&](const std::string &name, const std::string &folder,
                 const char *without) {
    Finding found{name, folder, rt::isDirectory(folder), false, without};
    if (!found.there) {
      found.what += " is not there";
    } else {
      std::string sets;
      for (const char *set : {"mnist", "fashion-mnist", "cifar-10-batches-bin",
                              "cifar-100-binary", "optdigits.tra", "iris.csv"})
        if (rt::fileExists(folder + "/" + set) ||
            rt::isDirectory(folder + "/" + set))
          sets += (sets.empty() ? ": " : ", ") + std::string(set);
      found.what += sets;
    }
    list.push_back(std::move(found));
  };
  add("shipped data", installPrefix() + "/share/dnd/models/data",
      "the templates of 'dnd new' have no data");
  const char *own = std::getenv("DND_DATA");
  if (!own || !*own) {
    list.push_back({"DND_DATA", "not set", false, false,
                    "data sets are looked for in ., ./data, ./models/data and "
                    "beside the model; --data names a folder"});
    return list;
  }
  std::istringstream folders(own);
  for (std::string folder; std::getline(folders, folder, ':');)
    add("DND_DATA", folder, "name a folder that is there");
  return list;
}

} // namespace

rt::Exit runDoctor(const Call &call) {
  if (!call.positionals.empty())
    throw Error(Exit::Usage,
                fmt::format("unexpected word '{}'", call.positionals[0]));
  std::vector<Finding> all{findCompiler(), findLinker(), findRuntime(),
                           tryModel(), describeProcessor()};
  all.push_back(findLibrary("GPU driver", "DND_CUDA_DRIVER", {"libcuda.so.1"},
                            "models run on the processor"));
  all.push_back(findAssembler());
  all.push_back(findLibrary("cuBLASLt", "DND_CUBLASLT",
                            {"libcublasLt.so.13", "libcublasLt.so.12"},
                            "on GPUs all products use dnd's own kernels"));
  all.push_back(findLibrary("cuDNN", "DND_CUDNN",
                            {"libcudnn.so.9", "libcudnn.so.8"},
                            "on GPUs all windows use dnd's own kernels"));
  all.push_back(findLibrary("MPI", "DND_MPI",
                            {"libmpi.so.40", "libmpi.so.12", "libmpi.so"},
                            "trainings run on one machine"));
  for (Finding &found : findData())
    all.push_back(std::move(found));
  bool ok = true;
  Value list = Value::list();
  std::string text = "dnd " DND_VERSION "\n";
  for (const Finding &found : all) {
    ok = ok && (found.there || !found.isNeeded);
    Value row = Value::object();
    row.set("name", found.name);
    row.set("there", found.there);
    row.set("needed", found.isNeeded);
    row.set("what", found.what);
    if (!found.there)
      row.set("without", found.without);
    list.push(std::move(row));
    text += fmt::format("  {:<9}{:<14}{}\n",
                        found.there      ? "ok"
                        : found.isNeeded ? "MISSING"
                                         : "-",
                        found.name, found.what);
    if (!found.there && !found.without.empty())
      text += fmt::format("{:25}{}\n", "", found.without);
  }
  if (call.options.has("json")) {
    Value out = Value::object();
    out.set("version", DND_VERSION);
    out.set("works", ok);
    out.set("findings", std::move(list));
    text = out.dump(2) + "\n";
  } else {
    text += ok ? "models can be compiled and run\n"
               : "models cannot be compiled and run: see MISSING\n";
  }
  rt::print(text);
  return ok ? Exit::Ok : Exit::Device;
}

} // namespace dnd::door
