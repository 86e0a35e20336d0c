#include "tokeniser.hpp"

namespace asparagate::detail {
namespace {

std::string_view without_trailing_padding(std::string_view text, char delimiter) {
    constexpr std::string_view padding(" \r\n\0", 4);
    std::size_t size = text.size();
    while (size > 0 && text[size - 1] != delimiter && padding.find(text[size - 1]) != std::string_view::npos) --size;
    // Padding of a last value that has no final delimiter belongs to the value.
    return size > 0 && text[size - 1] == delimiter ? text.substr(0, size) : text;
}

std::size_t run_length(std::string_view text, std::size_t at, char delimiter) {
    std::size_t length = 0;
    while (at + length < text.size() && text[at + length] == delimiter) ++length;
    return length;
}

class Splitter {
public:
    Splitter(char delimiter, TokenMode mode, std::size_t max_words)
        : delimiter_(delimiter), mode_(mode), max_words_(max_words) {}

    Tokens split(std::string_view text) {
        std::size_t at = 0;
        while (at < text.size() && !tokens_.too_many) {
            const std::size_t next = std::min(text.find(delimiter_, at), text.size());
            word_.append(text.substr(at, next - at));
            if (next == text.size()) {
                tokens_.no_final_delimiter = true;
                finish_word();
                break;
            }
            const std::size_t run = run_length(text, next, delimiter_);
            at = next + run;
            take_run(run, at == text.size());
        }
        if (!word_.empty()) {  // the text ends with escapes
            tokens_.no_final_delimiter = true;
            finish_word();
        }
        return std::move(tokens_);
    }

private:
    void take_run(std::size_t run, bool at_end) {
        if (at_end && run % 2 == 0 && !in_key()) {  // after a key it is an empty value
            tokens_.extra_final_delimiter = true;
            --run;
        }
        if (mode_ == TokenMode::literal) {
            for (std::size_t i = 0; i < run && !tokens_.too_many; ++i) finish_word();
        } else if (mode_ == TokenMode::mixed && run == 2 && in_key()) {
            finish_word();
            finish_word();
        } else {
            tokens_.boundary_run |= run >= 3 && run % 2 == 1;
            word_.append(run / 2, delimiter_);
            if (run % 2 == 1) finish_word();
        }
    }

    [[nodiscard]] bool in_key() const { return tokens_.words.size() % 2 == 0; }

    void finish_word() {
        tokens_.words.push_back(std::move(word_));
        word_.clear();
        tokens_.too_many = tokens_.words.size() > max_words_;
    }

    char delimiter_;
    TokenMode mode_;
    std::size_t max_words_;
    Tokens tokens_;
    std::string word_;
};

}  // namespace

const char* token_mode_name(TokenMode mode) {
    switch (mode) {
        case TokenMode::escaped:
            return "escaped";
        case TokenMode::mixed:
            return "mixed";
        case TokenMode::literal:
            return "literal";
    }
    return "";
}

Tokens tokenise(std::string_view text, char delimiter, TokenMode mode, std::size_t max_words) {
    return Splitter(delimiter, mode, max_words).split(without_trailing_padding(text, delimiter));
}

}  // namespace asparagate::detail
