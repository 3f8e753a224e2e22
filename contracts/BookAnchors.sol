// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/**
 * Keeps states of public books where no single agency can change them. An agency anchors what it signed or saw, and can never contradict itself:
 * its sizes only grow, and one size has one root. Agencies do not stand in each other's way; whoever reads compares what they say.
 *
 * Nobody owns this contract. More than half of the agencies decide together who is one.
 */
contract BookAnchors {
    struct State {
        uint64 size;
        uint64 blockNumber;
        bytes32 root;
    }

    error NotAuthorised();
    error SizeWentBack(uint64 have, uint64 got);
    error SplitView(uint64 size);
    error NoCandidate(address candidate);
    error LastAgency();

    event Anchored(
        address indexed agency,
        bytes32 indexed originHash,
        uint64 size,
        bytes32 root,
        bytes32 checkpointHash
    );
    event Voted(address indexed agency, address indexed candidate, bool member);
    event Withdrawn(address indexed agency, address indexed candidate);
    event AgencyChanged(address indexed candidate, bool member);

    mapping(address => bool) public isAgency;
    /// What each agency anchored last of each book, by SHA-256 of the book's origin.
    mapping(address => mapping(bytes32 => State)) public newest;

    address[] private members;
    mapping(address => address[]) private voters;

    modifier onlyAgencies() {
        if (!isAgency[msg.sender]) revert NotAuthorised();
        _;
    }

    constructor(address[] memory first) {
        if (first.length == 0) revert LastAgency();
        for (uint256 i = 0; i < first.length; i++) change(first[i], true);
    }

    /// The same state twice is one anchor: the second call changes nothing and tells nothing.
    function anchor(bytes32 originHash, uint64 size, bytes32 root, bytes32 checkpointHash) external onlyAgencies {
        State storage state = newest[msg.sender][originHash];
        if (size == 0 || size < state.size) revert SizeWentBack(state.size, size);
        if (size == state.size) {
            if (root != state.root) revert SplitView(size);
            return;
        }
        newest[msg.sender][originHash] = State(size, uint64(block.number), root);
        emit Anchored(msg.sender, originHash, size, root, checkpointHash);
    }

    /// Votes that the candidate becomes an agency, or is one no more. Done as soon as more than half of the agencies said so.
    function vote(address candidate, bool member) external onlyAgencies {
        if (candidate == address(0) || isAgency[candidate] == member) revert NoCandidate(candidate);
        address[] storage voted = voters[candidate];
        uint256 count = 1;
        for (uint256 i = 0; i < voted.length; i++) {
            if (voted[i] == msg.sender) return;
            // Whoever is no agency any more has no vote any more.
            if (isAgency[voted[i]]) count++;
        }
        voted.push(msg.sender);
        emit Voted(msg.sender, candidate, member);
        if (count * 2 > members.length) change(candidate, member);
    }

    /// Takes the own vote about the candidate back.
    function withdraw(address candidate) external onlyAgencies {
        address[] storage voted = voters[candidate];
        for (uint256 i = 0; i < voted.length; i++) {
            if (voted[i] != msg.sender) continue;
            voted[i] = voted[voted.length - 1];
            voted.pop();
            emit Withdrawn(msg.sender, candidate);
            return;
        }
    }

    function agencies() external view returns (address[] memory) {
        return members;
    }

    /// Who voted about the candidate and was not outvoted, undone or counted yet.
    function votesAbout(address candidate) external view returns (address[] memory) {
        return voters[candidate];
    }

    function change(address candidate, bool member) private {
        if (candidate == address(0) || isAgency[candidate] == member) revert NoCandidate(candidate);
        if (!member && members.length == 1) revert LastAgency();
        isAgency[candidate] = member;
        delete voters[candidate];
        if (member) members.push(candidate);
        else {
            for (uint256 i = 0; i < members.length; i++) {
                if (members[i] != candidate) continue;
                members[i] = members[members.length - 1];
                members.pop();
                break;
            }
        }
        emit AgencyChanged(candidate, member);
    }
}
