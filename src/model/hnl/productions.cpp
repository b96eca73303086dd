#include "model/hnl/productions.hpp"

namespace penumbra {

std::vector<ProductionChannel> hnl_productions(double) { return {}; }

}  // namespace penumbra
